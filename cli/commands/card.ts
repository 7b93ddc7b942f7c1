import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { actOnCard, orderCard, showCard } from '../../contract/cards.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { blockReasons, type CardType, cardTypes } from '../../domain/card.ts';
import { cardNumberSchema, coopIdSchema, customerNumberSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { versionOption } from '../customers/seen-version.ts';
import { type Keyed, repeatable, withKey } from '../members/member-options.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderCard, renderChangedCard } from '../render/card.ts';

const card = by(cardNumberSchema, 'a card number');
const day = by(localDateSchema, 'a date as yyyy-mm-dd');
/** One of some words, in capitals or not. */
const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word => {
    const word = words.find((one) => one === text.toUpperCase());
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`Give one of ${words.join(', ').toLowerCase()}.`);
  };

type Act =
  BodyOf<typeof actOnCard> extends infer B
    ? B extends { action: string }
      ? Omit<B, 'cardNumber' | 'version' | 'purpose' | 'source' | 'reason' | 'dryRun'>
      : never
    : never;

/** `card show | order | activate | link | block | replace | cancel`. */
export function addCardCommands(program: Command, session: Session): void {
  const parent = program.command('card').description('cards: whose purchases are gathered with them');
  withPurpose(ofCard(parent, 'show', 'type, validity, status, and the households of its purchases')).action(
    action(session, async (context, { purpose }: Looking, cardNumber: string) => {
      const call = await context.staff();
      const shown = await call(showCard, { body: { cardNumber, purpose } });
      context.print(shown, (paint) => renderCard(shown.card, paint));
      return undefined;
    }),
  );
  addOrder(parent, session);
  addActs(parent, session);
}

type Acting = Changing & { version?: number };
const changing = (command: Command): Command =>
  withChange(command).addOption(versionOption('--version <n>', 'version of the card'));
const ofCard = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument('<card>', 'card number', card);
const withLinkFrom = (command: Command): Command =>
  command.option('--from <day>', 'first day whose purchases are gathered (default: from now on)', day);
const withIssued = (command: Command): Command =>
  command.option('--issued-number <card>', 'the number that the issuer has given (default: one is made)', card);

function addOrder(parent: Command, session: Session): void {
  withIssued(withKey(withChange(parent.command('order').description('order a card for a person'))))
    .argument('<customer>', 'customer number of the holder', by(customerNumberSchema, 'a customer number'))
    .argument('<coop>', 'co-op of the membership under which it is ordered', by(coopIdSchema, 'the id of a co-op'))
    .argument('<type>', `which card: ${cardTypes.join(', ').toLowerCase()}`, oneOf(cardTypes))
    .action(
      action(
        session,
        async (context, options: Changing & Keyed & Issued, customerNumber: string, coopId: string, type: CardType) => {
          const call = await context.staff();
          const idempotencyKey = options.key ?? randomUUID();
          const body = { ...changeOf(options), customerNumber, coopId, type, idempotencyKey, ...issuedOf(options) };
          const ordered = await repeatable(idempotencyKey, () => call(orderCard, { body }));
          context.print(ordered, (paint) => renderChangedCard(ordered, paint));
          return undefined;
        },
      ),
    );
}

type Issued = { issuedNumber?: string };
type Linked = { from?: string };
const issuedOf = ({ issuedNumber }: Issued) => (issuedNumber === undefined ? {} : { issuedCardNumber: issuedNumber });
const linkFromOf = ({ from }: Linked) => (from === undefined ? {} : { linkFrom: from });

function addActs(parent: Command, session: Session): void {
  for (const [name, description] of [
    ['activate', 'take a card into use; --from gathers what waited since that day'],
    ['link', 'begin its link further back, or finish gathering that was interrupted'],
  ] as const)
    withLinkFrom(changing(ofCard(parent, name, description))).action(
      action(session, (context, options: Acting & Linked, cardNumber: string) =>
        acted(context, cardNumber, options, { action: name, ...linkFromOf(options) }),
      ),
    );
  changing(ofCard(parent, 'block', 'block a card: purchases from now on stay unmatched'))
    .requiredOption('--because <why>', `why: ${blockReasons.join(', ').toLowerCase()}`, oneOf(blockReasons))
    .action(
      action(session, (context, options: Acting & { because: (typeof blockReasons)[number] }, cardNumber: string) =>
        acted(context, cardNumber, options, { action: 'block', blockReason: options.because }),
      ),
    );
  withIssued(changing(ofCard(parent, 'replace', 'a new number takes over from now on'))).action(
    action(session, (context, options: Acting & Issued, cardNumber: string) =>
      acted(context, cardNumber, options, { action: 'replace', ...issuedOf(options) }),
    ),
  );
  changing(ofCard(parent, 'cancel', 'end a card without another')).action(
    action(session, (context, options: Acting, cardNumber: string) =>
      acted(context, cardNumber, options, { action: 'cancel' }),
    ),
  );
}

async function acted(context: Context, cardNumber: string, options: Acting, act: Act): Promise<undefined> {
  const call = await context.staff();
  const version = options.version ?? (await presentVersion(context, cardNumber, options));
  const body = { ...changeOf(options), cardNumber, version, ...act } as BodyOf<typeof actOnCard>;
  const changed = await call(actOnCard, { body });
  context.print(changed, (paint) => renderChangedCard(changed, paint));
  return undefined;
}

/** The version that a change is decided on if none was given; it is told. */
async function presentVersion(context: Context, cardNumber: string, { purpose }: Looking): Promise<number> {
  const call = await context.staff();
  const { card: there } = await call(showCard, { body: { cardNumber, purpose } });
  context.note(`The card is ${there.status}; decided on version ${there.version}`);
  return there.version;
}
