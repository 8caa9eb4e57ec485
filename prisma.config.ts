import { defineConfig } from 'prisma/config';

// Only for the Prisma CLI (`prisma generate`, `prisma migrate deploy`). The server migrates itself: lib/db/migrate.ts.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
