// `starlab token`: what opens the dashboard from another machine.
import { Command } from 'commander';
import { createToken, readOrCreateToken } from '../dashboard/token.ts';
import { openHome } from '../home.ts';

export function tokenCommand(): Command {
  return new Command('token')
    .description('print the token that the dashboard demands beyond this machine (`starlab start --host`)')
    .option('--new', 'replace it; whoever used the old one has to log in again after the next start')
    .action((options: { new?: boolean }) => {
      const home = openHome();
      console.log(options.new ? createToken(home) : readOrCreateToken(home));
    });
}
