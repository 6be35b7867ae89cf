// Which study the table is about.
'use client';

import type { StudySummary } from '@starlab/tracking';
import { useRouter } from 'next/navigation';
import { Select } from '@/ui/select.tsx';

interface StudyChoiceProps {
  readonly studies: readonly StudySummary[];
  readonly chosen: string;
}

export function StudyChoice({ studies, chosen }: StudyChoiceProps) {
  const router = useRouter();
  return (
    <Select
      label="Study"
      value={chosen}
      options={studies.map(({ id, name }) => ({ value: id, title: name }))}
      onChange={(id) => router.push(`/ablation?study=${id}`)}
    />
  );
}
