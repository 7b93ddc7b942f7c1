import { Command, CommanderError } from 'commander';
import { addAccountCommands } from './commands/account.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBankCommands } from './commands/bank.ts';
import { addCardCommands } from './commands/card.ts';
import { addCoopDirectoryCommands } from './commands/coop-directory.ts';
import { addCoopRegisterCommand } from './commands/coop-register.ts';
import { addCustomerCommands } from './commands/customer.ts';
import { addDecisionCommands } from './commands/decision.ts';
import { addDisclosureCommands } from './commands/disclosure.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addHouseholdCommands } from './commands/household.ts';
import { addImportCommand } from './commands/import.ts';
import { addMemberCommands } from './commands/member.ts';
import { addPaymentCommands } from './commands/payment.ts';
import { addRefundDecisionCommands } from './commands/refund-decision.ts';
import { addRunCommands } from './commands/run.ts';
import { addServiceCommands } from './commands/service.ts';
import { addShareCommands } from './commands/share.ts';
import { addSignInCommands } from './commands/sign-in.ts';
import { addStaffCommands } from './commands/staff.ts';
import { addTaxCardCommands } from './commands/tax-card.ts';
import { addTaxReturnCommands } from './commands/tax-return.ts';
import { addTaxVoucherCommand } from './commands/tax-voucher.ts';
import { addTillCommands } from './commands/till.ts';
import type { Session } from './context.ts';
import { CliError, exitCodes, exitOf } from './exit-codes.ts';
import { paintFor } from './render/paint.ts';
import { failureOf, renderFailure } from './render/problem.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command.
 * @param argv the words after `omistaja`
 * @returns the exit code; failures are told on stderr, with `--json` on stdout as JSON
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  const session: Session = { terminal, exit: 'ok' };
  const json = argv.includes('--json');
  try {
    await programFor(session).parseAsync(argv, { from: 'user' });
    return exitCodes[session.exit].code;
  } catch (error) {
    if (error instanceof CommanderError) return usageExit(error, json, terminal);
    if (json) terminal.stdout.write(`${JSON.stringify(failureOf(error))}\n`);
    else terminal.stderr.write(`${renderFailure(error, paintFor(terminal.stderr, terminal.env))}\n`);
    return exitCodes[exitOf(error)].code;
  }
}

function programFor(session: Session): Command {
  const { stdout, stderr } = session.terminal;
  const program = new Command('omistaja')
    .description(
      "The register of a consumer co-operative: tills' receipts, payout runs, and why a household gets what it gets.",
    )
    .option('--json', 'print the result as JSON on stdout, and nothing else there')
    .option('--config <file>', 'configuration (default: OMISTAJA_CONFIG, else .local/omistaja.json here or above)')
    .option('--profile <name>', 'which of several signed-in users', 'default')
    .option('--token-file <file>', 'keep the sign-in in this file instead')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows how)')
    .addHelpText('after', exitCodeHelp());
  addSignInCommands(program, session);
  addTillCommands(program, session);
  addRunCommands(program, session);
  addPaymentCommands(program, session);
  addBankCommands(program, session);
  addExplainCommand(program, session);
  addDecisionCommands(program, session);
  addRefundDecisionCommands(program, session);
  addTaxCardCommands(program, session);
  addTaxReturnCommands(program, session);
  addTaxVoucherCommand(program, session);
  addDisclosureCommands(program, session);
  addStaffCommands(program, session);
  addAuditCommands(program, session);
  addCustomerCommands(program, session);
  addAccountCommands(program, session);
  addImportCommand(program, session);
  addServiceCommands(program, session);
  addMemberCommands(program, session);
  addShareCommands(program, session);
  addHouseholdCommands(program, session);
  addCardCommands(program, session);
  addCoopDirectoryCommands(program, session);
  addCoopRegisterCommand(program, session);
  return program;
}

function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}

/** Commander has told what is wrong already, on stderr; help that was asked for is no failure. */
function usageExit(error: CommanderError, json: boolean, { stdout }: Terminal): number {
  if (error.exitCode === 0) return exitCodes.ok.code;
  if (json)
    stdout.write(`${JSON.stringify(failureOf(new CliError('badInput', error.message.replace(/^error: /, ''))))}\n`);
  return exitCodes.badInput.code;
}
