// No such page, or no such run.
import Link from 'next/link';
import { Notice } from '@/ui/notice.tsx';

export default function NotFound() {
  return (
    <Notice title="There is nothing at this address">
      <p>The run may have been deleted, or the link is incomplete.</p>
      <p>
        <Link className="text-accent underline underline-offset-2" href="/">
          All runs
        </Link>
      </p>
    </Notice>
  );
}
