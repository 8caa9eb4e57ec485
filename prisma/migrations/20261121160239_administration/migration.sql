-- DropIndex
DROP INDEX "audit_events_user_id_at_idx";

-- DropIndex
DROP INDEX "sessions_user_id_created_at_idx";

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "hint" TEXT,
ADD COLUMN     "user_id" UUID,
ALTER COLUMN "organization_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "network" TEXT,
ADD COLUMN     "organization_id" UUID;

-- AlterTable
ALTER TABLE "client_secrets" ADD COLUMN     "hint" TEXT;

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "logo_hash" BYTEA;

-- AlterTable
ALTER TABLE "device_grants" ADD COLUMN     "organization_hint" TEXT;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "allowed_clients" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "scope_ceiling" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "session_idle_seconds" INTEGER,
ADD COLUMN     "session_lifetime_seconds" INTEGER;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "approved_from_ip" TEXT,
ADD COLUMN     "network" TEXT;

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "organization_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "membership_role" NOT NULL DEFAULT 'member',
    "invited_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "images" (
    "hash" BYTEA NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "images_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "client_trials" (
    "browser_session_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_trials_pkey" PRIMARY KEY ("browser_session_id")
);

-- CreateTable
CREATE TABLE "bulk_revocations" (
    "id" UUID NOT NULL,
    "filter" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_revocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_batches" (
    "id" BIGINT NOT NULL,
    "first_id" BIGINT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "ids" BIGINT[],
    "digests" BYTEA,
    "content_hash" BYTEA NOT NULL,
    "chain" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "pruned_at" TIMESTAMPTZ(3),
    "prune_seal" BYTEA,

    CONSTRAINT "audit_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "client_id" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("hour","kind","client_id")
);

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "secret_encrypted" BYTEA NOT NULL,
    "events" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "event_id" BIGINT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_email_idx" ON "invitations"("email");

-- CreateIndex
CREATE INDEX "invitations_expires_at_idx" ON "invitations"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_organization_id_email_key" ON "invitations"("organization_id", "email");

-- CreateIndex
CREATE INDEX "client_trials_expires_at_idx" ON "client_trials"("expires_at");

-- CreateIndex
CREATE INDEX "bulk_revocations_finished_at_idx" ON "bulk_revocations"("finished_at");

-- CreateIndex
CREATE INDEX "audit_batches_pruned_at_last_id_idx" ON "audit_batches"("pruned_at", "last_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_next_attempt_at_idx" ON "webhook_deliveries"("next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_created_at_idx" ON "webhook_deliveries"("endpoint_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_endpoint_id_event_id_key" ON "webhook_deliveries"("endpoint_id", "event_id");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- CreateIndex
CREATE INDEX "audit_events_user_id_id_idx" ON "audit_events"("user_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_id_idx" ON "audit_events"("actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_client_id_id_idx" ON "audit_events"("client_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_id_idx" ON "audit_events"("organization_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_id_id_idx" ON "audit_events"("target_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_action_id_idx" ON "audit_events"("action", "id");

-- CreateIndex
CREATE INDEX "device_grants_created_at_idx" ON "device_grants"("created_at");

-- CreateIndex
CREATE INDEX "sessions_user_id_created_at_id_idx" ON "sessions"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_created_at_id_idx" ON "sessions"("created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_last_used_at_id_idx" ON "sessions"("last_used_at", "id");

-- CreateIndex
CREATE INDEX "sessions_live_created" ON "sessions"("created_at", "id") WHERE (revoked_at IS NULL);

-- CreateIndex
CREATE INDEX "sessions_live_used" ON "sessions"("last_used_at", "id") WHERE (revoked_at IS NULL);

-- CreateIndex
CREATE INDEX "sessions_live_expires" ON "sessions"("expires_at") WHERE (revoked_at IS NULL);

-- CreateIndex
CREATE INDEX "sessions_client_id_created_at_id_idx" ON "sessions"("client_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_organization_id_created_at_id_idx" ON "sessions"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_network_created_at_id_idx" ON "sessions"("network", "created_at", "id");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clients" ADD CONSTRAINT "clients_logo_hash_fkey" FOREIGN KEY ("logo_hash") REFERENCES "images"("hash") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_trials" ADD CONSTRAINT "client_trials_browser_session_id_fkey" FOREIGN KEY ("browser_session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A key is a person's or an organization's.
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_one_owner" CHECK (num_nonnulls("user_id", "organization_id") = 1);

-- Where the devices that are signed in already had asked from, as lib/oauth/network.ts writes it.
UPDATE "sessions" SET "network" = host(network(set_masklen("ip"::inet, 24))) || '/24' WHERE "ip" LIKE '%.%.%.%' AND "ip" NOT LIKE '%:%';
