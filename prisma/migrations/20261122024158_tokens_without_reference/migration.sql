-- At once, in the order in which a refresh takes them: a node of the version before may be at work.
LOCK TABLE "refresh_tokens", "sessions", "access_tokens" IN ACCESS EXCLUSIVE MODE;

-- DropForeignKey
ALTER TABLE "access_tokens" DROP CONSTRAINT "access_tokens_session_id_fkey";

-- DropForeignKey
ALTER TABLE "refresh_tokens" DROP CONSTRAINT "refresh_tokens_session_id_fkey";

-- The tokens of a session that is deleted are deleted with it, as by the references. Those that are stored at that very moment
-- belong to nothing, are worth nothing (no session, no token), and go when they expire.
CREATE FUNCTION sessions_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM access_tokens WHERE session_id IN (SELECT id FROM deleted);
  DELETE FROM refresh_tokens WHERE session_id IN (SELECT id FROM deleted);
  RETURN NULL;
END $$;
CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions
  REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION sessions_deleted();
