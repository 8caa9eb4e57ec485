import { describe, expect, test } from 'vitest';
import { decideImage, mostImageBytes } from '@/lib/images/rules';
import { animated, extended, jpeg, lossless, lossy, png, riff } from '@/lib/testing/pictures';

const text = (said: string) => Buffer.from(said, 'latin1');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const html = '<!doctype html><script>alert(1)</script>';

describe('pictures that are taken, by their bytes alone', () => {
  test.each([
    ['PNG', png(300, 200), 'image/png'],
    ['JPEG', jpeg(300, 200), 'image/jpeg'],
    ['progressive JPEG', jpeg(300, 200, 0xc2), 'image/jpeg'],
    ['lossy WebP', riff(lossy(300, 200)), 'image/webp'],
    ['lossless WebP', riff(lossless(300, 200)), 'image/webp'],
    ['extended WebP', riff(extended(300, 200), lossless(300, 200)), 'image/webp'],
  ])('%s', (_what, bytes, mediaType) => {
    expect(decideImage(bytes)).toEqual({ mediaType, width: 300, height: 200 });
  });

  test('1,024 pixels on a side are the most', () => {
    expect(decideImage(png(1_024, 1_024))).toMatchObject({ width: 1_024 });
  });
});

describe('files that are refused', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['more than 48 KiB', Buffer.concat([png(), Buffer.alloc(mostImageBytes)]), 'too_large'],
    ['SVG', text(svg), 'svg'],
    ['SVG with a prologue', text(`<?xml version="1.0"?>\n<!-- x -->${svg}`), 'svg'],
    ['SVG in capitals', text(svg.replace('<svg', '<SVG')), 'svg'],
    ['HTML', text(html), 'unknown_type'],
    ['GIF', text('GIF89a\x01\0\x01\0\0\0\0;'), 'unknown_type'],
    ['a script', text('#!/bin/sh\n'), 'unknown_type'],
    ['PNG and HTML behind it', Buffer.concat([png(), text(html)]), 'damaged'],
    ['JPEG and a ZIP behind it', Buffer.concat([jpeg(), text('PK\x03\x04')]), 'damaged'],
    ['WebP and HTML behind it', Buffer.concat([riff(lossy(1, 1)), text(html)]), 'damaged'],
    ['PNG that is cut', png().subarray(0, -5), 'damaged'],
    ['PNG without its end', png().subarray(0, -12), 'damaged'],
    ['PNG of a signature alone', png().subarray(0, 8), 'damaged'],
    ['JPEG that is cut in the scan', jpeg().subarray(0, -4), 'damaged'],
    ['JPEG that is cut in a segment', jpeg().subarray(0, 12), 'damaged'],
    ['JPEG of three bytes', jpeg().subarray(0, 3), 'damaged'],
    ['WebP that is cut', riff(lossy(1, 1)).subarray(0, -4), 'damaged'],
    ['WebP without a picture', riff(extended(1, 1)), 'damaged'],
    ['WebP with two', riff(lossy(1, 1), lossy(1, 1)), 'damaged'],
    ['WebP whose picture is larger than it says', riff(extended(1, 1), lossless(9_000, 9_000)), 'damaged'],
    ['WebP of a foreign chunk', riff(['JUNK', Buffer.alloc(10)], lossy(1, 1)), 'damaged'],
    ['a PNG chunk of four gigabytes', Buffer.from(png()).fill(0xff, 33, 37), 'damaged'],
    ['an animated PNG', animated(), 'animated'],
    ['an animated WebP', riff(extended(1, 1), ['ANIM', Buffer.alloc(6)], lossy(1, 1)), 'animated'],
    ['PNG of 60,000 pixels', png(60_000, 60_000), 'too_many_pixels'],
    ['PNG of two billion', png(2 ** 31, 1), 'too_many_pixels'],
    ['PNG of none', png(0, 10), 'too_many_pixels'],
    ['JPEG of 65,535', jpeg(65_535, 10), 'too_many_pixels'],
    ['WebP of 16,383', riff(lossy(16_383, 16_383)), 'too_many_pixels'],
  ])('%s', (_what, bytes, why) => {
    expect(decideImage(bytes)).toBe(why);
  });

  test('whatever is cut, wherever: never taken, and nothing thrown', () => {
    for (const whole of [png(9, 9), jpeg(9, 9), riff(extended(9, 9), lossless(9, 9))])
      for (let length = 0; length < whole.length; length++)
        expect(typeof decideImage(whole.subarray(0, length)), `${length}`).toBe('string');
  });
});
