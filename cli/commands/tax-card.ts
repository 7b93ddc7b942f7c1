import { type Command, Option } from 'commander';
import { endTaxCard, setTaxCard, showTaxCards } from '../../contract/tax-cards.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderTaxCards } from '../render/tax-card.ts';

const customer = by(customerNumberSchema, 'a customer number');
const day = by(localDateSchema, 'a date as yyyy-mm-dd');

/** `tax card show | set | end`: by what percentage is withheld from a payee. */
export function addTaxCardCommands(program: Command, session: Session): void {
  const tax =
    program.commands.find((command) => command.name() === 'tax') ??
    program.command('tax').description('withholding, and the annual return');
  const card = tax.command('card').description("a payee's tax cards: percentages that stand for the law's");
  addShow(card, session);
  addSet(card, session);
  addEnd(card, session);
}

const ofCustomer = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument('<customer>', 'customer number', customer);

/** What stands now: every change names the version that it was decided on. */
async function shown(context: Context, customerNumber: string, { purpose }: Looking) {
  const call = await context.staff();
  return { call, cards: await call(showTaxCards, { body: { customerNumber, purpose } }) };
}

function addShow(parent: Command, session: Session): void {
  withPurpose(ofCustomer(parent, 'show', 'all cards with their days')).action(
    action(session, async (context, options: Looking, customerNumber: string) => {
      const { cards } = await shown(context, customerNumber, options);
      context.print(cards, (paint) => renderTaxCards(cards, paint));
      return undefined;
    }),
  );
}

type Days = { from: string; lastDay?: string };

function addSet(parent: Command, session: Session): void {
  withChange(ofCustomer(parent, 'set', 'set a card for some days, or that the payee lives abroad'))
    .addOption(
      new Option('--rate <basis points>', 'what is withheld; 1050 is 10.5 %').argParser(wholeNumber(0, 10_000)),
    )
    .addOption(new Option('--non-resident', 'the payee is a non-resident: interest is held').conflicts('rate'))
    .requiredOption('--from <day>', 'its first day', day)
    .option('--last-day <day>', 'its last day', day)
    .action(
      action(
        session,
        async (context, options: Changing & Days & { rate?: number; nonResident?: true }, customerNumber: string) => {
          const { from, lastDay, rate, nonResident } = options;
          if (rate === undefined && nonResident === undefined)
            throw new CliError('badInput', 'Give --rate or --non-resident.');
          const { call, cards } = await shown(context, customerNumber, options);
          const shared = {
            customerNumber,
            version: cards.version,
            from,
            ...(lastDay && { lastDay }),
            ...changeOf(options),
          };
          const set = await call(setTaxCard, {
            body:
              rate === undefined
                ? { ...shared, kind: 'NON_RESIDENT' }
                : { ...shared, kind: 'PERCENTAGE', rateBasisPoints: rate },
          });
          context.print(set, (paint) => renderTaxCards(set, paint, options.dryRun === true));
          return undefined;
        },
      ),
    );
}

function addEnd(parent: Command, session: Session): void {
  withChange(ofCustomer(parent, 'end', 'end a card sooner'))
    .requiredOption('--last-day <day>', 'the last day on which it still counts', day)
    .action(
      action(session, async (context, options: Changing & { lastDay: string }, customerNumber: string) => {
        const { call, cards } = await shown(context, customerNumber, options);
        const body = { customerNumber, version: cards.version, lastDay: options.lastDay, ...changeOf(options) };
        const ended = await call(endTaxCard, { body });
        context.print(ended, (paint) => renderTaxCards(ended, paint, options.dryRun === true));
        return undefined;
      }),
    );
}
