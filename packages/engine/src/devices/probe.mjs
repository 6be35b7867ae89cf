// Opens a model on a provider in a process of its own and says on the standard output why it cannot. Plain JavaScript, so that
// the process starts without a loader. Arguments: the provider and the model in base64.
import { env, InferenceSession } from 'onnxruntime-node';

const [, , provider, model] = process.argv;
env.logLevel = 'fatal';
try {
  const session = await InferenceSession.create(Buffer.from(model ?? '', 'base64'), {
    executionProviders: [provider ?? ''],
  });
  await session.release();
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
