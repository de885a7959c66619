import { type PointerEvent, useId, useMemo, useState } from "react";
import type { Graph as Drawn } from "../lesson/board";
import { Formula } from "./Formula";
import { nearest, type Point, path, polygon, scale, ticks, written } from "./plane";
import { Say } from "./Say";
import { useLesson } from "./store";

const WIDTH = 640;
const HEIGHT = 400;

/** A curve on squared paper. Moving over it reads off its points; those worth noticing stand below in words. */
export function Graph({ graph }: { graph: Drawn }) {
  const lesson = useLesson();
  const clip = useId();
  const [read, setRead] = useState<Point | null>(null);
  const { from, to, bottom, top, curves, variable } = graph.plot;
  const marks = graph.plot.marks.filter((mark) => mark.kind !== "pole");
  const poles = graph.plot.marks.filter((mark) => mark.kind === "pole");
  // A board kept from before plots had them has neither.
  const { asymptotes = [], regions = [] } = graph.plot;
  const plane = useMemo(
    () => scale({ from, to, bottom, top, width: WIDTH, height: HEIGHT }),
    [from, to, bottom, top],
  );
  const lines = useMemo(() => curves.map((curve) => path(curve, plane)), [curves, plane]);
  const areas = useMemo(() => regions.map((region) => polygon(region, plane)).join(""), [regions, plane]);
  const acrossAt = Math.min(HEIGHT, Math.max(0, plane.y(0)));
  const upAt = Math.min(WIDTH, Math.max(0, plane.x(0)));

  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setRead(nearest(curves, from + ((event.clientX - box.left) / box.width) * (to - from), plane));
  };

  return (
    <figure
      className="row graph"
      data-testid="board-plot"
      data-author={graph.author}
      data-latex={graph.latex}
      data-highlight={graph.highlight}
    >
      <span className="margin" aria-hidden="true" />
      <div className="body">
        <figcaption className="ink">
          <Say word="graphOf" /> <Formula latex={graph.plot.readAsLatex} />
        </figcaption>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={`${graph.latex}, ${variable}: ${written(from)} … ${written(to)}`}
          onPointerMove={follow}
          onPointerDown={follow}
          onPointerLeave={() => setRead(null)}
        >
          <clipPath id={clip}>
            <rect width={WIDTH} height={HEIGHT} />
          </clipPath>
          {ticks(from, to, 9).map((x) => (
            <g key={x} className="grid">
              <line x1={plane.x(x)} x2={plane.x(x)} y1={0} y2={HEIGHT} />
              {x !== 0 && plane.x(x) > 14 && plane.x(x) < WIDTH - 14 && (
                <text x={plane.x(x)} y={Math.min(HEIGHT - 6, acrossAt + 20)} textAnchor="middle">
                  {written(x)}
                </text>
              )}
            </g>
          ))}
          {ticks(bottom, top, 7).map((y) => (
            <g key={y} className="grid">
              <line y1={plane.y(y)} y2={plane.y(y)} x1={0} x2={WIDTH} />
              {y !== 0 && plane.y(y) > 14 && plane.y(y) < HEIGHT - 8 && (
                <text
                  x={upAt > 44 ? upAt - 7 : upAt + 7}
                  y={plane.y(y) + 5}
                  textAnchor={upAt > 44 ? "end" : "start"}
                >
                  {written(y)}
                </text>
              )}
            </g>
          ))}
          {areas !== "" && <path className="region" d={areas} clipPath={`url(#${clip})`} />}
          <g className="asymptotes" clipPath={`url(#${clip})`}>
            {poles.map(({ x }) => (
              <line key={`pole ${x}`} x1={plane.x(x)} x2={plane.x(x)} y1={0} y2={HEIGHT} />
            ))}
            {asymptotes.map(({ slope, intercept }) => (
              <line
                key={`${slope} ${intercept}`}
                x1={0}
                x2={WIDTH}
                y1={plane.y(slope * from + intercept)}
                y2={plane.y(slope * to + intercept)}
              />
            ))}
          </g>
          <g className="axes">
            <line x1={0} x2={WIDTH} y1={acrossAt} y2={acrossAt} />
            <line y1={0} y2={HEIGHT} x1={upAt} x2={upAt} />
            <text x={WIDTH - 8} y={acrossAt - 8} textAnchor="end">
              {variable}
            </text>
          </g>
          <g className="curve" clipPath={`url(#${clip})`}>
            {lines.map((line) => (
              <path key={line.slice(0, 40)} d={line} />
            ))}
            {marks.map((mark) => (
              <circle key={`${mark.kind} ${mark.x}`} cx={plane.x(mark.x)} cy={plane.y(mark.y)} r={5} />
            ))}
          </g>
          {read && (
            <g className="read">
              <circle cx={plane.x(read[0])} cy={plane.y(read[1])} r={6} />
              <text
                x={Math.min(WIDTH - 90, Math.max(90, plane.x(read[0])))}
                y={plane.y(read[1]) > 40 ? plane.y(read[1]) - 14 : plane.y(read[1]) + 28}
                textAnchor="middle"
              >
                ({written(read[0])}, {written(read[1])})
              </text>
            </g>
          )}
        </svg>
        {marks.length > 0 && (
          <p className="hint">
            <Say word="points" />:{" "}
            {marks.map((mark) => `(${written(mark.x)}, ${written(mark.y)})`).join(", ")}
          </p>
        )}
        <div className="actions">
          <button type="button" className="quiet" onClick={() => lesson.writer.remove(graph.id)}>
            <Say word="remove" />
          </button>
        </div>
      </div>
    </figure>
  );
}
