/** The channel on which the id of a run is announced whenever something about it has changed. */
export const RUN_CHANNEL = 'starlab_run';
