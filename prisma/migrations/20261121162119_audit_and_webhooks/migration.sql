-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "previous_secret_encrypted" BYTEA,
ADD COLUMN     "previous_secret_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "audit_events_network_id_idx" ON "audit_events"("network", "id");

-- CreateIndex
CREATE INDEX "audit_events_request_id_id_idx" ON "audit_events"("request_id", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_next_attempt_at_idx" ON "webhook_deliveries"("endpoint_id", "next_attempt_at");
