-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- Whatever changes a client or its secrets, this server or somebody's own statement: one more version, and all nodes are told.
CREATE FUNCTION client_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  PERFORM pg_notify('doorcode_clients', NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER client_changed BEFORE UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION client_changed();

CREATE FUNCTION client_secrets_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients SET version = version WHERE id IN (OLD.client_id, NEW.client_id);
  RETURN NULL;
END $$;
CREATE TRIGGER client_secrets_changed AFTER INSERT OR UPDATE OR DELETE ON client_secrets
  FOR EACH ROW EXECUTE FUNCTION client_secrets_changed();

-- All nodes are told of every decision, by the hash of the device code: whoever waits for it asks now. Also where somebody moves
-- the end of one that is pending.
CREATE FUNCTION device_grant_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('doorcode_grants', NEW.status || ' ' || encode(NEW.device_code_hash, 'base64'));
  RETURN NULL;
END $$;
CREATE TRIGGER device_grant_decided AFTER UPDATE OF status, expires_at ON device_grants
  FOR EACH ROW WHEN (OLD.status = 'pending' AND (NEW.status <> 'pending' OR NEW.expires_at <> OLD.expires_at)) EXECUTE FUNCTION device_grant_decided();
