'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const everyMs = 10_000;

/** Keeps a page as it is now while somebody looks at it. Without scripts the page simply stands. */
export function Live() {
  const router = useRouter();
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const stop = () => clearInterval(timer);
    const look = () => {
      stop();
      if (document.visibilityState === 'visible') timer = setInterval(() => router.refresh(), everyMs);
    };
    const comeBack = () => {
      if (document.visibilityState === 'visible') router.refresh();
      look();
    };
    look();
    document.addEventListener('visibilitychange', comeBack);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', comeBack);
    };
  }, [router]);
  return null;
}
