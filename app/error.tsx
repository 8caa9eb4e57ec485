'use client'; // Next.js asks it of error pages

import { Failure } from '@/components/failure';

export default function ErrorPage() {
  return <Failure />;
}
