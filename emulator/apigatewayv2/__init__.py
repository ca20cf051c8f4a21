"""API Gateway v2 control plane: what CreateApi, CreateRoute, … store and answer."""
