// Copies a text and says so.
'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly look?: 'outline' | 'ghost';
}

const SHOWN_MS = 1_500;

export function CopyButton({ text, label, look = 'ghost' }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button
      look={look}
      onClick={() => void copy()}
      aria-label={look === 'ghost' ? label : undefined}
      title={label}
    >
      <Icon aria-hidden className="size-3.5" />
      {look === 'outline' && label}
      <span className="sr-only" role="status">
        {copied ? 'copied' : ''}
      </span>
    </Button>
  );
}
