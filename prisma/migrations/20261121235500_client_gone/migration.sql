-- A client that is gone is told of as well: whoever makes another of the same name begins at the same version.
CREATE FUNCTION client_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('doorcode_clients', OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER client_gone AFTER DELETE ON clients FOR EACH ROW EXECUTE FUNCTION client_gone();
