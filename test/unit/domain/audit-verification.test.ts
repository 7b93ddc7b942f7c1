import { describe, expect, it } from 'vitest';
import { type AuditBlock, blockName, sequenceOfName } from '../../../domain/audit-chain.ts';
import { type ChainFault, chainFaults, type StoredBlock, verifyChain } from '../../../domain/audit-verification.ts';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { chainOf, forged, sha256 } from '../../fixtures/audit-chains.ts';

const { stored, blocks, head } = chainOf([2, 1, 0, 3]);
const [one, two, three, four] = stored as [StoredBlock, StoredBlock, StoredBlock, StoredBlock];
const block = (sequence: number): AuditBlock => blocks[sequence - 1] as AuditBlock;
const second = (changed: Partial<AuditBlock>): StoredBlock[] => [
  one,
  forged(2, { ...block(2), ...changed }),
  three,
  four,
];
const text = (changed: string): StoredBlock[] => [one, { sequence: 2, text: changed }, three, four];

describe('each way a chain can be broken has its name', () => {
  const cases: [ChainFault, number, StoredBlock[]][] = [
    ['missing', 2, [one, three, four]],
    ['missing', 1, [two, three, four]],
    ['truncated', 4, [one, two, three]],
    ['truncated', 1, []],
    ['repeated', 1, [one, one, two]],
    ['repeated', 1, [one, two, one]],
    ['unreadable', 2, text('')],
    ['unreadable', 2, text('{}')],
    ['unreadable', 2, text(`${two.text}\n`)],
    ['unreadable', 2, text(`{"hash":"${sha256('[')}","block":[}`)],
    ['unreadable', 2, second({ events: [{ sk: 'x#', at: 'y' }] })],
    ['unreadable', 2, text(forgedText(canonicalJson(block(2)).replace(/"events":.*\],/, '"events":[null],')))],
    ['unreadable', 2, second({ previous: 'f' })],
    ['unreadable', 2, second({ from: 'yesterday' })],
    ['unreadable', 2, text(forgedText('{"format":1,"sequence":2.5}'))],
    ['unreadable', 2, text(forgedText('null'))],
    ['wrongHash', 2, text(two.text.replace('customerRequest', 'correction'))],
    ['wrongSequence', 2, second({ sequence: 3 })],
    ['wrongPrevious', 2, second({ previous: sha256('') })],
    ['wrongPrevious', 3, second({ events: [] })],
    ['wrongTime', 2, second({ from: '2026-10-31T10:02' })],
    ['wrongTime', 2, second({ from: '2026-10-31T10:04' })],
    ['wrongTime', 2, second({ until: block(2).from, events: [] })],
    ['eventOutside', 2, second({ until: '2026-10-31T10:05' })],
    ['eventOutside', 2, second({ events: block(1).events })],
    ['eventsOutOfOrder', 4, [one, two, three, forged(4, { ...block(4), events: block(4).events.toReversed() })]],
    ['notTheHead', 4, [one, two, three, forged(4, { ...block(4), events: [] })]],
  ];

  it.each(cases)('%s: block %i', async (fault, sequence, tampered) => {
    expect((await verifyChain(tampered, { sha256, head })).broken).toEqual({ sequence, fault });
  });

  it('and all names are used', () => {
    expect(new Set(cases.map(([fault]) => fault))).toEqual(new Set(chainFaults));
  });
});

function forgedText(json: string): string {
  return `{"hash":"${sha256(json)}","block":${json}}`;
}

it('what comes before the first broken block is counted', async () => {
  const report = await verifyChain([one, two, four], { sha256, head });
  expect(report).toMatchObject({ blocks: 2, events: 3, last: { sequence: 2 }, broken: { sequence: 3 } });
});

it('the names of blocks sort as their numbers and are read back', () => {
  expect([1, 12, 999_999_999_999].map(blockName)).toEqual([
    '000000000001.json',
    '000000000012.json',
    '999999999999.json',
  ]);
  expect(['blocks/000000000012.json', '000000000001.json'].map(sequenceOfName)).toEqual([12, 1]);
  expect(['12.json', '0000000000012.json', 'a000000000012.json', '000000000012.json.bak'].map(sequenceOfName)).toEqual(
    Array(4).fill(undefined),
  );
});
