-- CreateIndex
CREATE INDEX "sessions_ended" ON "sessions"("revoked_at") WHERE (revoked_at IS NOT NULL);
