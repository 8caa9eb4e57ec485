const ENTER = new Set(['\r', '\n']);
const CTRL_C = '\x03';

/**
 * Calls `onEnter` when Enter is pressed, until the returned function is called. The terminal is raw meanwhile,
 * so that the key leaves no mark between what is drawn; Ctrl-C is passed on as what it stands for.
 */
export function listenForEnter(onEnter: () => void, stdin = process.stdin): () => void {
  const onData = (data: Buffer) => {
    for (const key of data.toString('latin1')) {
      if (key === CTRL_C) process.emit('SIGINT', 'SIGINT');
      else if (ENTER.has(key)) onEnter();
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', onData);
  stdin.resume();
  return () => {
    stdin.off('data', onData);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
