/**
 * Plain JavaScript, since it is read at every start: for TypeScript Next.js would load its compiler.
 *
 * @type {import('next').NextConfig}
 */
const config = {
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
  // Metadata stands in the head of every page: what streams in later would need a script to be put there.
  htmlLimitedBots: /.*/,
  experimental: {
    // `forbidden()`: the 403 of pages that are for administrators.
    authInterrupts: true,
    // A page is loaded when it is first asked for: most of a server's are opened by administrators alone.
    preloadEntriesOnStart: false,
  },
};

export default config;
