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
};

export default config;
