//! Manifests like those that people write, for the benchmarks.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// An application as a team would write it, with a fault here and there.
pub fn application(number: usize) -> String {
    let name = format!("app-{number}");
    let namespace = format!("team-{}", number % 20);
    let privileged = if number.is_multiple_of(7) { "yes" } else { "no" };
    let image = if number.is_multiple_of(5) { "latest" } else { "1.4.2" };
    let mut text = String::new();
    let _ = write!(
        text,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  labels: &labels\n    \
         app.kubernetes.io/name: {name}\n    app.kubernetes.io/part-of: platform\nspec:\n  replicas: {}\n  selector:\n    \
         matchLabels:\n      app.kubernetes.io/name: {name}\n  template:\n    metadata:\n      labels: *labels\n    spec:\n      \
         serviceAccountName: {name}\n      securityContext:\n        runAsNonRoot: true\n        seccompProfile: {{type: \
         RuntimeDefault}}\n      containers:\n",
        number % 4
    );
    for container in ["main", "proxy"] {
        let _ = write!(
            text,
            "      - name: {container}\n        image: registry.example.com/platform/{name}:{image}\n        args: [--port, \
             \"8080\", --log-level, info]\n        env:\n        - name: POD_NAME\n          valueFrom: {{fieldRef: \
             {{fieldPath: metadata.name}}}}\n        - {{name: CACHE_SIZE, value: \"1024\"}}\n        ports:\n        - \
             {{name: http, containerPort: 8080}}\n        readinessProbe:\n          httpGet: {{path: /ready, port: http}}\n        \
             securityContext:\n          privileged: {privileged}\n          capabilities: {{drop: [ALL]}}\n        \
             resources:\n          requests: {{cpu: 100m, memory: 128Mi}}\n          limits: {{memory: 256Mi}}\n        \
             volumeMounts:\n        - {{name: config, mountPath: /etc/app}}\n"
        );
    }
    let _ = write!(
        text,
        "      volumes:\n      - name: config\n        configMap: {{name: {name}}}\n---\napiVersion: v1\nkind: Service\n\
         metadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  selector:\n    app.kubernetes.io/name: {name}\n  ports:\n  \
         - {{name: http, port: 80, targetPort: http}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, \
         namespace: {namespace}}}\ndata:\n  settings.ini: |\n    [server]\n    port = 8080\n---\napiVersion: autoscaling/v2\n\
         kind: HorizontalPodAutoscaler\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  scaleTargetRef: \
         {{apiVersion: apps/v1, kind: Deployment, name: {name}}}\n  minReplicas: 2\n  maxReplicas: 6\n  metrics:\n  - type: \
         Resource\n    resource: {{name: cpu, target: {{type: Utilization, averageUtilization: 70}}}}\n"
    );
    text
}

/// Writes so many applications below a folder and tells their size in bytes.
pub fn write(root: &Path, count: usize) -> u64 {
    let mut bytes = 0;
    for number in 0..count {
        let folder = root.join(format!("app-{number}"));
        fs::create_dir_all(&folder).expect("a folder");
        let text = application(number);
        bytes += text.len() as u64;
        fs::write(folder.join("all.yaml"), text).expect("a file");
    }
    bytes
}
