import { Classroom } from "../components/Classroom";

export default function Page() {
  return <Classroom />;
}
