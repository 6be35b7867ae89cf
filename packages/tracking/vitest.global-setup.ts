export { startTestServer as setup } from './src/testing.ts';
