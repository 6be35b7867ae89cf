// What can be searched for, by example: the help beside the search field, and tested as what it says.

interface SearchExample {
  readonly query: string;
  readonly finds: string;
}

export const searchExamples: readonly SearchExample[] = [
  { query: 'afhq', finds: 'a word of the run’s name, study, note or tags' },
  { query: 'seed=777', finds: 'a key of the configuration' },
  { query: 'lambdaDs>0', finds: 'also != < <= >=' },
  { query: 'optimizer.lr<=1e-4', finds: 'a key of another program' },
  { query: 'D/latent/reg<0.1', finds: 'the last value of a curve' },
  { query: 'fid.latent.imagenet<30', finds: 'an evaluation: metric, mode, features' },
  { query: 'tag:paper', finds: 'a whole tag' },
  { query: 'name:afhq', finds: 'also study: state: method: note:' },
  { query: 'note~"bad luck"', finds: 'what contains the text' },
  { query: 'tag:"say \\"hi\\""', finds: 'a quote is written \\"' },
  { query: 'duration>2h', finds: 'how long it took: s, m, h, d' },
  { query: 'started>2026-11-29', finds: 'also created and finished' },
];
