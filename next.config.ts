import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: [
    'pg',
    'pino',
    'nodemailer',
    'rate-limiter-flexible',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
  // `npm run check` is the one type check.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // `forbidden()`: the 403 of pages that are for administrators.
  experimental: { authInterrupts: true },
};

export default config;
