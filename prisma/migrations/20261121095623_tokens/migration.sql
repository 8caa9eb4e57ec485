-- CreateEnum
CREATE TYPE "access_token_format" AS ENUM ('opaque', 'jwt');

-- CreateEnum
CREATE TYPE "signing_algorithm" AS ENUM ('ES256', 'RS256', 'EdDSA');

-- CreateEnum
CREATE TYPE "dpop_policy" AS ENUM ('off', 'optional', 'required');

-- DropIndex
DROP INDEX "client_secrets_client_id_idx";

-- AlterTable
ALTER TABLE "access_tokens" ADD COLUMN     "audience" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "dpop_jkt" TEXT;

-- AlterTable
ALTER TABLE "browser_sessions" ADD COLUMN     "amr" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "client_secrets" DROP CONSTRAINT "client_secrets_pkey",
ADD CONSTRAINT "client_secrets_pkey" PRIMARY KEY ("client_id", "hash");

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "access_token_format" "access_token_format" NOT NULL DEFAULT 'opaque',
ADD COLUMN     "access_token_signing_alg" "signing_algorithm" NOT NULL DEFAULT 'ES256',
ADD COLUMN     "dpop" "dpop_policy" NOT NULL DEFAULT 'optional',
ADD COLUMN     "managed_by_file" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resources" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "signed_response_alg" "signing_algorithm" NOT NULL DEFAULT 'RS256';

-- AlterTable
ALTER TABLE "device_grants" ADD COLUMN     "acr" TEXT,
ADD COLUMN     "acr_values" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "amr" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "dpop_jkt" TEXT,
ADD COLUMN     "max_age_seconds" INTEGER,
ADD COLUMN     "resources" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "managed_by_file" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "refresh_tokens" ADD COLUMN     "dpop_jkt" TEXT;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "acr" TEXT,
ADD COLUMN     "amr" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "resources" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
-- The key that an installation has keeps signing: what it signed stays valid.
ALTER TABLE "signing_keys" ADD COLUMN     "signs_from" TIMESTAMPTZ(3),
ALTER COLUMN "algorithm" TYPE "signing_algorithm" USING "algorithm"::"signing_algorithm";
UPDATE "signing_keys" SET "signs_from" = "created_at";
ALTER TABLE "signing_keys" ALTER COLUMN "signs_from" SET NOT NULL;

-- CreateTable
CREATE TABLE "dpop_proofs" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dpop_proofs_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "name" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "scopes" TEXT[],
    "managed_by_file" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dpop_proofs_expires_at_idx" ON "dpop_proofs"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_idx" ON "api_keys"("organization_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Sessions so far began with a device code, as all do.
UPDATE "sessions" SET "amr" = ARRAY['device_code'];
