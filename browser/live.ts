import { likenTo } from './liken';

/** Keeps the page as it is now while somebody looks at it: what is read is put in the place of what stands there. */
const everyMs = 10_000;

async function renew(): Promise<void> {
  const answer = await fetch(window.location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  // Signed out meanwhile, or something to do first: the browser is led there.
  if (answer?.redirected) return window.location.reload();
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  const shown = document.querySelector('main');
  if (fresh && shown) likenTo(shown, fresh);
}

let timer: ReturnType<typeof setInterval> | undefined;
const look = () => {
  clearInterval(timer);
  if (document.visibilityState === 'visible') timer = setInterval(renew, everyMs);
};
look();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') renew();
  look();
});
