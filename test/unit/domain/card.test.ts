import { describe, expect, it } from 'vitest';
import { addDays, addMonthsToDate, startOfDay } from '../../../domain/calendar.ts';
import {
  type Card,
  type CardAction,
  type CardRules,
  type CardStatus,
  cardActions,
  cardEndMs,
  cardStatuses,
  cardStatusOn,
  cardTypes,
  isInUse,
  isPaymentCard,
  linkStart,
  orderCard,
  replaceCard,
  stepCard,
} from '../../../domain/card.ts';

const today = '2026-10-31';
const nowMs = Date.parse('2026-10-31T12:00+02:00');
const rules: CardRules = { mostPaymentCards: 2, paymentCardMonths: 36, cardLinkBackDays: 30 };
const [number, other] = ['924600000000000013', '924600000000000021'];
const card = (overrides: Partial<Card> = {}): Card => ({
  cardNumber: number,
  type: 'MEMBER',
  status: 'ACTIVE',
  coopId: 'havu',
  orderedOn: '2026-01-01',
  ...overrides,
});
const order = (overrides: Partial<Parameters<typeof orderCard>[0]> = {}) => ({
  cardNumber: number,
  type: 'MEMBER' as const,
  coopId: 'havu',
  isAlive: true,
  memberships: ['havu'],
  ...overrides,
});

/** Written down here once more: the table is the rule, this is what was meant by it. */
const legal: Record<CardAction, readonly CardStatus[]> = {
  activate: ['ORDERED'],
  block: ['ORDERED', 'ACTIVE'],
  replace: ['ORDERED', 'ACTIVE', 'BLOCKED'],
  expire: ['ORDERED', 'ACTIVE', 'BLOCKED'],
  cancel: ['ORDERED', 'ACTIVE', 'BLOCKED'],
};
const after = { activate: 'ACTIVE', block: 'BLOCKED', replace: 'REPLACED', expire: 'EXPIRED', cancel: 'CANCELLED' };
const pairs = cardActions.flatMap((action) => cardStatuses.map((status) => ({ action, status })));

describe('the steps of a card', () => {
  it.each(pairs.filter(({ action, status }) => legal[action].includes(status)))(
    '$action is possible when it is $status',
    ({ action, status }) => {
      expect(stepCard(card({ status }), action, today)).toMatchObject({ card: { status: after[action] } });
    },
  );

  it.each(pairs.filter(({ action, status }) => !legal[action].includes(status)))(
    '$action is refused when it is $status',
    ({ action, status }) => {
      expect(stepCard(card({ status }), action, today)).toEqual({ refused: 'illegalStep' });
      if (action === 'replace')
        expect(replaceCard(card({ status }), other, today, rules)).toEqual({ refused: 'illegalStep' });
    },
  );

  it('keep the day on which a blocked card ended when it is replaced later', () => {
    const blocked = stepCard(card(), 'block', '2026-10-01', { blocked: 'LOST' });
    if ('refused' in blocked) throw new Error(blocked.refused);
    expect(replaceCard(blocked.card, other, today, rules)).toEqual({
      old: { ...card(), status: 'REPLACED', endedOn: '2026-10-01', blocked: 'LOST', replacedBy: other },
      fresh: { ...card({ cardNumber: other, orderedOn: today }), activatedOn: today, replaces: number },
    });
  });
});

describe('the validity of a card', () => {
  it('ends by its day alone', () => {
    const valid = card({ type: 'VISA_DEBIT', validUntil: today });
    expect(cardStatusOn(valid, today)).toBe('ACTIVE');
    expect(cardStatusOn(valid, addDays(today, 1))).toBe('EXPIRED');
    expect([isInUse(valid, today), isInUse(valid, addDays(today, 1))]).toEqual([true, false]);
    expect(cardEndMs(valid)).toBe(startOfDay('2026-11-01'));
    expect(stepCard(valid, 'block', addDays(today, 1))).toEqual({ refused: 'illegalStep' });
    for (const status of ['REPLACED', 'CANCELLED'] as const)
      expect(cardStatusOn({ ...valid, status }, '2030-01-01')).toBe(status);
  });

  it.each(cardTypes)('of type %s is fixed for payment cards only (R45)', (type) => {
    const ordered = orderCard(order({ type }), [], today, rules);
    expect(ordered).toMatchObject({ card: { status: 'ORDERED', type, coopId: 'havu' } });
    const validUntil = 'card' in ordered ? ordered.card.validUntil : '';
    expect(validUntil).toBe(type.startsWith('VISA') ? addMonthsToDate(today, 36) : undefined);
    expect(isPaymentCard({ type })).toBe(type.startsWith('VISA'));
  });
});

describe('an order', () => {
  it('needs a living holder and a membership (R47)', () => {
    expect(orderCard(order({ isAlive: false }), [], today, rules)).toEqual({ refused: 'notAlive' });
    expect(orderCard(order({ memberships: ['koivu'] }), [], today, rules)).toEqual({ refused: 'notAMember' });
  });

  it('gives a person two payment cards at most; ended ones do not count', () => {
    const visa = (status: CardStatus, overrides: Partial<Card> = {}) =>
      card({ type: 'VISA_CREDIT', status, ...overrides });
    const wanted = order({ type: 'VISA_DEBIT' });
    const held = [visa('ACTIVE'), visa('BLOCKED')];
    expect(orderCard(wanted, held, today, rules)).toEqual({ refused: 'tooManyPaymentCards' });
    expect(orderCard(order({ type: 'PARALLEL' }), held, today, rules)).toHaveProperty('card');
    for (const ended of [visa('REPLACED'), visa('CANCELLED'), visa('ACTIVE', { validUntil: '2026-10-30' })])
      expect(orderCard(wanted, [visa('ORDERED'), ended], today, rules)).toHaveProperty('card');
  });
});

describe('the beginning of a link', () => {
  it('is now, or a day up to 30 days back', () => {
    expect(linkStart(undefined, nowMs, today, rules)).toEqual({ fromMs: nowMs });
    expect(linkStart(today, nowMs, today, rules)).toEqual({ fromMs: startOfDay(today) });
    expect(linkStart('2026-10-01', nowMs, today, rules)).toEqual({ fromMs: startOfDay('2026-10-01') });
    expect(linkStart('2026-09-30', nowMs, today, rules)).toEqual({ refused: 'linkTooFarBack' });
    expect(linkStart('2026-11-01', nowMs, today, rules)).toEqual({ refused: 'linkInFuture' });
  });
});
