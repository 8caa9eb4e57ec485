-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "sessions_ended_before" TIMESTAMPTZ(3),
ADD COLUMN     "sessions_ended_reason" TEXT;
