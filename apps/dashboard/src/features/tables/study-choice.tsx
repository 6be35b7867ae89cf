// Which study the table is about.
'use client';

import type { StudySummary } from '@starlab/tracking';
import { useRouter } from 'next/navigation';
import { Select } from '@/ui/select.tsx';

interface StudyChoiceProps {
  /** The page that shows a study. */
  readonly page: '/ablation' | '/baselines';
  readonly studies: readonly StudySummary[];
  readonly chosen: string;
}

export function StudyChoice({ page, studies, chosen }: StudyChoiceProps) {
  const router = useRouter();
  return (
    <Select
      label="Study"
      value={chosen}
      options={studies.map(({ id, name }) => ({ value: id, title: name }))}
      onChange={(id) => router.push(`${page}?study=${id}`)}
    />
  );
}
