import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';

/** Every page is made for its request: the scripts' nonce and who is signed in come with it. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Doorcode', template: '%s · Doorcode' },
  description: 'Sign command-line tools, agents and TVs in through your browser.',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1014' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="bg-card font-sans text-text antialiased sm:bg-canvas">
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:rounded-lg focus:bg-card focus:px-4 focus:py-3"
        >
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  );
}
