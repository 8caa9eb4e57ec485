import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { BrandProvider } from '@/components/brand';
import { pathOfImage } from '@/lib/images/read';
import { brandCssPath } from '@/lib/settings/brand-css';
import { readBranding } from '@/lib/settings/branding';
import './globals.css';

/** Every page is made for its request: the scripts' nonce and who is signed in come with it. */
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const { name } = await readBranding();
  return {
    // A name that has Next.js's own `%s` in it is a name.
    title: { default: name, template: `%s · ${name.replaceAll('%s', '%\u200bs')}` },
    description: 'Sign command-line tools, agents and TVs in through your browser.',
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
    formatDetection: { telephone: false, email: false, address: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1014' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const branding = await readBranding();
  const css = brandCssPath(branding);
  return (
    <html lang="en">
      {css && (
        <head>
          <link rel="stylesheet" href={css} />
        </head>
      )}
      <body className="bg-card font-sans text-text antialiased sm:bg-canvas">
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:rounded-lg focus:bg-card focus:px-4 focus:py-3"
        >
          Skip to the content
        </a>
        <BrandProvider brand={{ name: branding.name, logo: branding.logo && pathOfImage(branding.logo) }}>
          {children}
        </BrandProvider>
      </body>
    </html>
  );
}
