'use client'; // Next.js asks it of error pages

import { Failure } from '@/components/failure';
import './globals.css';

export default function GlobalError() {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · Doorcode</title>
        <meta name="color-scheme" content="light dark" />
      </head>
      <body className="bg-card font-sans text-text antialiased sm:bg-canvas">
        <Failure />
      </body>
    </html>
  );
}
