-- CreateEnum
CREATE TYPE "access_token_claims" AS ENUM ('standard', 'authos', 'workos');

-- AlterTable
ALTER TABLE "clients" ADD COLUMN "access_token_claims" "access_token_claims" NOT NULL DEFAULT 'standard',
ADD COLUMN "administrators_only" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "service" TEXT;

-- AlterTable
ALTER TABLE "device_grants" ADD COLUMN "organization_required" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex (the schema had these without a migration)
CREATE INDEX "users_administrators" ON "users"("created_at", "id") WHERE (role = 'admin'::user_role);

-- CreateIndex
CREATE INDEX "users_disabled" ON "users"("created_at", "id") WHERE (disabled_at IS NOT NULL);
