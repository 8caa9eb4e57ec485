/**
 * Makes an element like another, touching only what differs: what is selected, focused or unfolded stays so. Children
 * are compared by their place.
 */
export function likenTo(shown: Element, wanted: Element): void {
  for (const { name } of [...shown.attributes])
    if (!wanted.hasAttribute(name) && !belongsToReader(shown, name)) shown.removeAttribute(name);
  for (const { name, value } of wanted.attributes)
    if (shown.getAttribute(name) !== value && !belongsToReader(shown, name)) shown.setAttribute(name, value);
  const [now, then] = [[...shown.childNodes], [...wanted.childNodes]];
  for (const [place, next] of then.entries()) {
    const old = now[place];
    if (!old) shown.append(next);
    else if (old.nodeName !== next.nodeName) old.replaceWith(next);
    else if (old instanceof Element) {
      if (old.nodeName !== 'SCRIPT') likenTo(old, next as Element);
    } else if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
  }
  for (const old of now.slice(then.length)) old.remove();
}

/** Whether a part is unfolded is up to whoever reads. */
const belongsToReader = (element: Element, name: string): boolean =>
  element.nodeName === 'DETAILS' && name === 'open';
