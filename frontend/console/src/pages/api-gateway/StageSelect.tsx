import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";

import { options, optionOf } from "../../components/options";

/** Which stage of an API is meant. */
export function StageSelect({
  stages,
  stage,
  onChange,
}: {
  stages: string[];
  stage: string;
  onChange: (stage: string) => void;
}) {
  return (
    <FormField label="Stage">
      <Select
        options={options(stages)}
        selectedOption={optionOf(stage)}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}
