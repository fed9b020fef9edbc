package io.weir.engine.runtime;

/**
 * What a deploy of what has changed would do to the nodes that run; those inside subflows count for
 * each instance.
 *
 * @param restarts nodes that would stop and start anew
 * @param starts nodes that would start and don't run now
 * @param ends nodes that would stop for good
 * @param goOn nodes that would notice nothing
 */
public record DeployForecast(int restarts, int starts, int ends, int goOn) {
  static final DeployForecast NOTHING = new DeployForecast(0, 0, 0, 0);
}
