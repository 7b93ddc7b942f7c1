import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataKey, keyIdOf, openText, sealText } from '../../../functions/runtime/field-cipher.ts';

const key: DataKey = { keyId: 'demo.1', bytes: randomBytes(32) };
const owner = { customerNumber: '51000000428', field: 'email' };

describe('a sealed value', () => {
  it('opens to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = sealText(text, owner, key);
        expect(keyIdOf(sealed)).toBe('demo.1');
        expect(openText(sealed, owner, key)).toBe(text);
      }),
    );
  });

  it('is another one each time, and does not hold the text', () => {
    const sealed = new Set(Array.from({ length: 1_000 }, () => sealText('010190-900P', owner, key)));
    expect(sealed.size).toBe(1_000);
    for (const one of sealed) expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('010190');
  });

  it('does not open for another person, field or key', () => {
    const sealed = sealText('secret', owner, key);
    const others = [
      [{ ...owner, customerNumber: '51000000436' }, key],
      [{ ...owner, field: 'address' }, key],
      [owner, { ...key, bytes: randomBytes(32) }],
      [owner, { ...key, keyId: 'demo.2' }],
    ] as const;
    for (const [who, withKey] of others) expect(() => openText(sealed, who, withKey)).toThrow();
  });

  it('does not open when any one bit of it is changed', () => {
    const bytes = Buffer.from(sealText('secret', owner, key), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openText(changed.toString('base64url'), owner, key), `bit ${bit}`).toThrow();
    }
  });

  it('cut short is no sealed value', () => {
    const sealed = sealText('secret', owner, key);
    for (let length = 0; length < 40; length += 1)
      expect(() => keyIdOf(sealed.slice(0, length))).toThrow('not a sealed value');
  });
});
