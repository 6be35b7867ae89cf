// The first visit: nothing has been trained yet.
import { Mark } from '@/ui/wordmark.tsx';
import { Command, Notice } from '@/ui/notice.tsx';

export function NoRuns() {
  return (
    <Notice title="No runs yet" icon={<Mark className="size-8" />}>
      <p>
        Runs appear here the moment they are created, and their curves while they train. There is no need to
        reload.
      </p>
      <p>A small demo study, trained on pictures made on the spot:</p>
      <Command>npm start</Command>
      <p>Your own images, one folder per domain:</p>
      <Command>npx starlab train --data DIR</Command>
    </Notice>
  );
}
