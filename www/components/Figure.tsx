import type { Figure as Drawn } from "../lesson/board";
import { outline, type Piece } from "./outline";
import { type Point, path, scale, ticks, written } from "./plane";
import { Say } from "./Say";
import { useLesson } from "./store";

const WIDTH = 640;
const HEIGHT = 400;

/** A figure of geometry on squared paper: equal lengths look equal in both directions. */
export function Figure({ figure }: { figure: Drawn }) {
  const lesson = useLesson();
  const { frame, pieces } = outline(figure, WIDTH / HEIGHT);
  const plane = scale({ ...frame, width: WIDTH, height: HEIGHT });
  const place = ([x, y]: Point) => `${written(x)}, ${written(y)}`;
  const named = figure.points.map((point, index) => `${figure.names[index] ?? ""}(${place(point)})`);
  return (
    <figure
      className="row graph"
      data-testid="board-figure"
      data-author={figure.author}
      data-shape={figure.shape}
      data-highlight={figure.highlight}
    >
      <span className="margin" aria-hidden="true" />
      <div className="body">
        {figure.label !== null && <figcaption className="ink">{figure.label}</figcaption>}
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={`${figure.label ?? ""} ${figure.shape}: ${named.join(" ")}`.trim()}
        >
          {ticks(frame.from, frame.to, 16).map((x) => (
            <line key={x} className="grid" x1={plane.x(x)} x2={plane.x(x)} y1={0} y2={HEIGHT} />
          ))}
          {ticks(frame.bottom, frame.top, 10).map((y) => (
            <line key={y} className="grid" x1={0} x2={WIDTH} y1={plane.y(y)} y2={plane.y(y)} />
          ))}
          <g className="curve">
            {pieces.map((piece: Piece) =>
              piece.type === "circle" ? (
                <circle
                  key="circle"
                  cx={plane.x(piece.centre[0])}
                  cy={plane.y(piece.centre[1])}
                  r={Math.abs(plane.x(piece.radius) - plane.x(0))}
                  fill="none"
                />
              ) : (
                <path key={place(piece.points[0] ?? [0, 0])} d={path(piece.points, plane)} fill="none" />
              ),
            )}
            {figure.points.map((point) => (
              <circle key={place(point)} cx={plane.x(point[0])} cy={plane.y(point[1])} r={4} />
            ))}
          </g>
          {figure.points.map((point, index) => (
            <text key={place(point)} x={plane.x(point[0]) + 8} y={plane.y(point[1]) - 8}>
              {figure.names[index] ?? ""}
            </text>
          ))}
        </svg>
        <div className="actions">
          <button type="button" className="quiet" onClick={() => lesson.writer.remove(figure.id)}>
            <Say word="remove" />
          </button>
        </div>
      </div>
    </figure>
  );
}
