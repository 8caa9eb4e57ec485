/* node bench/profile/summary.mjs FILE.cpuprofile [LINES]: where the time went, by part of the program and by function. */
import { readFileSync } from 'node:fs';

const [file, lines = '20'] = process.argv.slice(2);
const profile = JSON.parse(readFileSync(file, 'utf8'));

const own = new Map();
for (const [index, id] of profile.samples.entries())
  add(own, id, Math.max(0, profile.timeDeltas[index] ?? 0));
const [byPart, byFunction] = [new Map(), new Map()];
for (const { id, callFrame } of profile.nodes) {
  const time = own.get(id) ?? 0;
  if (time === 0) continue;
  const place = `${callFrame.url.split('node_modules/').pop().slice(-70)}:${callFrame.lineNumber + 1}`;
  add(byPart, partOf(callFrame), time);
  if (partOf(callFrame) !== 'idle')
    add(byFunction, `${callFrame.functionName || '(anonymous)'}  ${place}`, time);
}
const total = [...byPart.values()].reduce((a, b) => a + b, 0);
const busy = total - (byPart.get('idle') ?? 0);
byPart.delete('idle');
console.log(`busy for ${(busy / 1e6).toFixed(2)} s of ${(total / 1e6).toFixed(2)} s; shares of that`);
show(byPart);
console.log('by function');
show(byFunction);

function add(map, name, time) {
  map.set(name, (map.get(name) ?? 0) + time);
}

function show(map) {
  for (const [name, time] of [...map].sort((a, b) => b[1] - a[1]).slice(0, Number(lines)))
    console.log(`${((time / busy) * 100).toFixed(1).padStart(6)} %  ${name}`);
}

function partOf({ url, functionName }) {
  if (url === '') return partOfV8(functionName);
  const ofNode = /^node:(?:internal\/)?(?:deps\/)?([\w]+)/.exec(url);
  if (ofNode) return `node: ${ofNode[1].replace(/^_/, '').replace(/_.*/, '')}`;
  const ofPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url);
  if (ofPackage) return ofPackage[1];
  return url.split('/').slice(-3).join('/');
}

function partOfV8(name) {
  // `dispatch` is the profiler itself.
  if (name === '(idle)' || name === 'dispatch') return 'idle';
  if (name === '(program)') return 'native code (system calls, libuv)';
  return name === '(garbage collector)' ? 'garbage collector' : 'native functions that JavaScript calls';
}
