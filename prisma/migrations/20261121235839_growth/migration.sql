-- DropForeignKey
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_device_grant_id_fkey";

-- CreateIndex
CREATE INDEX "device_grants_user_codes" ON "device_grants"("expires_at") WHERE (user_code_hmac IS NOT NULL);
