// A stream of Server-Sent Events as a hook: it reconnects by itself and resumes from the last cursor. A page out of sight
// gives its connection back: a browser grants all tabs of one server six of them, and the seventh tab would never load.
'use client';

import { useEffect, useEffectEvent, useState } from 'react';

export type Connection = 'connecting' | 'live' | 'away';

const RETRY_MS = 5_000;
const nothing = (): void => {};

/** `address`, from the cursor on that was read last. */
export function resumedAt(address: string, cursor: string): string {
  if (cursor === '') return address;
  const [path = '', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${path}?${parameters.toString()}`;
}

/**
 * Calls `onMessage` with the parsed data of every message from `address`; tells how the connection is.
 * @param onReturn called when the stream is back after it was away: what has no cursor may have missed something
 */
export function useEvents<T>(
  address: string,
  onMessage: (data: T) => void,
  onReturn: () => void = nothing,
): Connection {
  const [connection, setConnection] = useState<Connection>('connecting');
  const receive = useEffectEvent(onMessage);
  const returned = useEffectEvent(onReturn);
  useEffect(() => {
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let cursor = '';
    let interrupted = false;
    const disconnect = (): void => {
      clearTimeout(retry);
      source?.close();
      source = undefined;
    };
    const connect = (): void => {
      disconnect();
      const opened = new EventSource(resumedAt(address, cursor));
      source = opened;
      opened.onopen = () => {
        setConnection('live');
        if (interrupted) returned();
        interrupted = false;
      };
      opened.onmessage = (event: MessageEvent<string>) => {
        cursor = event.lastEventId;
        receive(JSON.parse(event.data) as T);
      };
      opened.onerror = () => {
        interrupted = true;
        setConnection('away');
        // A refused answer (not a lost connection) ends an EventSource for good.
        if (opened.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
      };
    };
    const follow = (): void => {
      if (document.visibilityState === 'visible') {
        if (!source) connect();
        return;
      }
      interrupted ||= source !== undefined;
      disconnect();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      disconnect();
    };
  }, [address]);
  return connection;
}
