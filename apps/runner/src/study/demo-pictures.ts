// The demo data set on disk: drawn once, with a progress bar while it is.
import { renderDemoData } from '@starlab/data';
import type { Home } from '../home.ts';
import { startProgress } from '../terminal/progress.ts';

/** Draws what of the demo data set is not there yet. */
export async function drawDemoPictures(home: Home): Promise<void> {
  const bar = startProgress('demo pictures');
  let drew = false;
  await renderDemoData({
    directory: home.demoData,
    onProgress: (progress) => {
      drew = true;
      bar.update({ ...progress, unit: 'images' });
    },
  });
  if (drew) bar.finish();
}
