-- What a session has come to, computed by the database, so that an index can begin with it: with `revoked_at` alone an
-- index could not find the few that are open among many that are over, nor the few that were ended among many that expired.
-- The table is written anew.
CREATE TYPE "session_phase" AS ENUM ('open', 'ended', 'expired');
ALTER TABLE "sessions" ADD COLUMN "phase" "session_phase" NOT NULL GENERATED ALWAYS AS (
  CASE WHEN "revoked_at" IS NULL THEN 'open'::"session_phase"
       WHEN "revoked_reason" = 'expired' THEN 'expired'::"session_phase"
       ELSE 'ended'::"session_phase" END) STORED;

-- DropIndex
DROP INDEX "sessions_created_at_id_idx";
DROP INDEX "sessions_last_used_at_id_idx";
DROP INDEX "sessions_live_created";
DROP INDEX "sessions_live_used";
DROP INDEX "sessions_client_id_created_at_id_idx";
DROP INDEX "sessions_organization_id_created_at_id_idx";
DROP INDEX "sessions_network_created_at_id_idx";

-- CreateIndex
CREATE INDEX "sessions_phase_created_at_id_idx" ON "sessions"("phase", "created_at", "id");
CREATE INDEX "sessions_phase_last_used_at_id_idx" ON "sessions"("phase", "last_used_at", "id");
CREATE INDEX "sessions_client_id_phase_created_at_id_idx" ON "sessions"("client_id", "phase", "created_at", "id");
CREATE INDEX "sessions_client_id_phase_last_used_at_id_idx" ON "sessions"("client_id", "phase", "last_used_at", "id");
CREATE INDEX "sessions_organization_id_phase_created_at_id_idx" ON "sessions"("organization_id", "phase", "created_at", "id");
CREATE INDEX "sessions_organization_id_phase_last_used_at_id_idx" ON "sessions"("organization_id", "phase", "last_used_at", "id");
CREATE INDEX "sessions_network_phase_created_at_id_idx" ON "sessions"("network", "phase", "created_at", "id");

-- People are found by the beginning of their address, and by a part of their address or name. pg_trgm comes with PostgreSQL,
-- and whoever owns a database may create it there. Where it cannot be had, a part is found by reading all.
CREATE INDEX "users_email_beginning" ON "users"(lower("email") text_pattern_ops);
CREATE INDEX "users_name_beginning" ON "users"(lower("name") text_pattern_ops);
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXECUTE 'CREATE INDEX "users_email_part" ON "users" USING GIN ("email" gin_trgm_ops)';
  EXECUTE 'CREATE INDEX "users_name_part" ON "users" USING GIN ("name" gin_trgm_ops)';
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm cannot be had here: a part of a name is found by reading all people';
END $$;
