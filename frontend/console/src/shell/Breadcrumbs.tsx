import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { useEffect } from "react";
import { useHref, useLocation, useNavigate, useSearchParams } from "react-router";

import { crumbs } from "./sections";

export function Breadcrumbs() {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const base = useHref("/").replace(/\/$/, "");
  const trail = crumbs(pathname, search.get("name"));
  const title = trail.length > 1 ? `${trail.at(-1)?.text ?? ""} – Petri` : "Petri console";

  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <BreadcrumbGroup
      ariaLabel="Where you are"
      items={trail.map(({ text, to }) => ({ text, href: `${base}${to}` }))}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(event.detail.href.slice(base.length) || "/");
      }}
    />
  );
}
