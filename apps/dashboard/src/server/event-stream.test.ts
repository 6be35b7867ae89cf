import { describe, expect, it } from 'vitest';
import { coalesce, eventStream, formatEvent } from './event-stream.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('eventStream', () => {
  it('writes messages with their cursor and releases its source when the reader leaves', async () => {
    let released = 0;
    const response = eventStream(new Request('http://localhost/'), (sink) => {
      sink.send({ data: { text: 'two\nlines' }, cursor: '7' });
      return Promise.resolve(() => (released += 1));
    });
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    const first = decoder.decode((await reader?.read())?.value);
    const second = decoder.decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(first).toBe('retry: 2000\n\n');
    expect(second).toBe('id: 7\ndata: {"text":"two\\nlines"}\n\n');
    expect(released).toBe(1);
  });

  it('ends when its source fails, so that the browser tries again', async () => {
    const response = eventStream(new Request('http://localhost/'), () => Promise.reject(new Error('away')));
    expect(await response.text()).toBe('retry: 2000\n\n');
  });
});

it('leaves the id out of a message without cursor', () => {
  expect(formatEvent({ data: 1 })).toBe('data: 1\n\n');
});

describe('coalesce', () => {
  it('does one more round for any number of requests during the work', async () => {
    let rounds = 0;
    let finishWork = (): void => undefined;
    const changes = coalesce({
      interval: 0,
      work: () => {
        rounds += 1;
        return new Promise((resolve) => (finishWork = resolve));
      },
      onError: (error) => expect.unreachable(String(error)),
    });
    changes.request();
    changes.request();
    changes.request();
    expect(rounds).toBe(1);
    finishWork();
    while (rounds < 2) await nextTurn();
    finishWork();
    await nextTurn();
    changes.stop();
    expect(rounds).toBe(2);
  });

  it('says that the work failed, and leaves it at that', async () => {
    const errors: unknown[] = [];
    let rounds = 0;
    const changes = coalesce({
      interval: 0,
      work: () => Promise.reject(new Error(`round ${(rounds += 1)}`)),
      onError: (error) => errors.push(error),
    });
    changes.request();
    await nextTurn();
    changes.request();
    await nextTurn();
    expect(errors).toEqual([new Error('round 1')]);
  });
});
