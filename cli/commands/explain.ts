import { type Command, Option } from 'commander';
import { accessPurposes } from '../../contract/access-purposes.ts';
import { explainMonth } from '../../contract/register.ts';
import { monthSchema } from '../../domain/calendar.ts';
import { householdIdSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { renderExplanation } from '../render/explain.ts';

type Purpose = (typeof accessPurposes)[number];

/** `explain`: why a household gets what it gets. */
export function addExplainCommand(program: Command, session: Session): void {
  program
    .command('explain')
    .description(
      "show why a household's month makes its amount, down to the receipts; the look is logged with its purpose",
    )
    .argument('<household>', 'household id', by(householdIdSchema, 'a household id'))
    .argument('<month>', 'yyyy-mm', by(monthSchema, 'a month as yyyy-mm'))
    .addOption(new Option('--purpose <purpose>', 'why you look').choices(accessPurposes).default('customerRequest'))
    .action(
      action(session, async (context, { purpose }: { purpose: Purpose }, householdId: string, month: string) => {
        const call = await context.staff();
        const explanation = await call(explainMonth, { body: { householdId, month, purpose } });
        context.print(explanation, (paint) => renderExplanation(explanation, paint));
        return undefined;
      }),
    );
}
